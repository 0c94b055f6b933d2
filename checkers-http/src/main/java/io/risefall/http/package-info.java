/** The {@code http} checker. */
@NullMarked
package io.risefall.http;

import org.jspecify.annotations.NullMarked;
