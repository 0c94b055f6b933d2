/** Tests of the exec checker, with programs that end well and programs that do not. */
@NullMarked
package io.risefall.exec;

import org.jspecify.annotations.NullMarked;
