/** What a check is: the checker, its one result, and the registry of installed checkers. */
@NullMarked
package io.risefall.check;

import org.jspecify.annotations.NullMarked;
