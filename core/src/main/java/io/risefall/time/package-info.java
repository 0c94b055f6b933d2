/** Time as two one-method interfaces, so that tests can own it. */
@NullMarked
package io.risefall.time;

import org.jspecify.annotations.NullMarked;
