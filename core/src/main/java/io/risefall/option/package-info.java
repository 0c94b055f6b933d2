/**
 * Options of a checker, each declared once: keys, flags, help and validation all come from here.
 */
@NullMarked
package io.risefall.option;

import org.jspecify.annotations.NullMarked;
