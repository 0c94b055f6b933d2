/** The resident part: runs checks on their schedule, decides, and tells listeners. */
@NullMarked
package io.risefall.agent;

import org.jspecify.annotations.NullMarked;
