/** Who is told, each in a dialect of its own: knows states, and nothing of checks. */
@NullMarked
package io.risefall.publish;

import org.jspecify.annotations.NullMarked;
