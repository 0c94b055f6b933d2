/** Tests of the {@code tcp} checker, against servers that answer well and servers that do not. */
@NullMarked
package io.risefall.tcp;

import org.jspecify.annotations.NullMarked;
