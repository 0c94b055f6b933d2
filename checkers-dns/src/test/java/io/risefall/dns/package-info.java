/** Tests of the DNS checkers, against servers that answer well and servers that do not. */
@NullMarked
package io.risefall.dns;

import org.jspecify.annotations.NullMarked;
