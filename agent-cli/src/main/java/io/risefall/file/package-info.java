/** Files that others read while they are written, and what goes wrong with files. */
@NullMarked
package io.risefall.file;

import org.jspecify.annotations.NullMarked;
