/** The {@code ping} checker. */
@NullMarked
package io.risefall.icmp;

import org.jspecify.annotations.NullMarked;
