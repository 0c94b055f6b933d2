/** Tests of the {@code http} checker. */
@NullMarked
package io.risefall.http;

import org.jspecify.annotations.NullMarked;
