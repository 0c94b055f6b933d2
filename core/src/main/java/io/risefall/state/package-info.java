/** The rise/fall state machine: pure decisions, no clock, no lock, no I/O. */
@NullMarked
package io.risefall.state;

import org.jspecify.annotations.NullMarked;
