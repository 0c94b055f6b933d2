/**
 * Sockets for checkers: one address, one fresh connection, one deadline over everything, and for
 * each failure a reason that says whose fault it is.
 */
@NullMarked
package io.risefall.net;

import org.jspecify.annotations.NullMarked;
