/**
 * Does a name server answer as it should, and is its zone current? Sockets are our own, fresh for
 * each try; the wire format (RFC 1035) is dnsjava's.
 */
@NullMarked
package io.risefall.dns;

import org.jspecify.annotations.NullMarked;
