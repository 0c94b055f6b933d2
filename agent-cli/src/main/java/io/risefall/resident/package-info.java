/** The resident agent: the file's checks, publishers and state, put together. */
@NullMarked
package io.risefall.resident;

import org.jspecify.annotations.NullMarked;
