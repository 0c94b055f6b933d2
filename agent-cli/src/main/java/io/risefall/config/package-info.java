/** The resident agent's file: read into immutable records, or refused with every mistake. */
@NullMarked
package io.risefall.config;

import org.jspecify.annotations.NullMarked;
