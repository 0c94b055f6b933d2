/** The {@code exec} checker. */
@NullMarked
package io.risefall.exec;

import org.jspecify.annotations.NullMarked;
