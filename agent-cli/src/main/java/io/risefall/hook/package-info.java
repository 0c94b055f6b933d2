/** What is done on a change: programs are run, links are switched. */
@NullMarked
package io.risefall.hook;

import org.jspecify.annotations.NullMarked;
