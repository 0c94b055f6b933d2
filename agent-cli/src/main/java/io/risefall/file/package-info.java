/** Files that others read while they are written. */
@NullMarked
package io.risefall.file;

import org.jspecify.annotations.NullMarked;
