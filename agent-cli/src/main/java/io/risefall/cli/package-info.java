/** The {@code risefall} command: arguments in, one answer and one exit code out. */
@NullMarked
package io.risefall.cli;

import org.jspecify.annotations.NullMarked;
