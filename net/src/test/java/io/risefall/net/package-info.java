/** Tests of sockets for checkers, against servers and files that are as they should be or not. */
@NullMarked
package io.risefall.net;

import org.jspecify.annotations.NullMarked;
