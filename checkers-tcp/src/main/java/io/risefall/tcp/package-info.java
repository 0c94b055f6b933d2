/** The {@code tcp} checker. */
@NullMarked
package io.risefall.tcp;

import org.jspecify.annotations.NullMarked;
