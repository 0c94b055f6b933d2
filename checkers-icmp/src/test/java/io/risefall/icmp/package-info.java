/** Tests of the ping checker; whatever sends a packet runs in a network namespace of its own. */
@NullMarked
package io.risefall.icmp;

import org.jspecify.annotations.NullMarked;
