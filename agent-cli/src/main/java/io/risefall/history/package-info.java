/** What has been: the last results and transitions of each check, for those who ask why. */
@NullMarked
package io.risefall.history;

import org.jspecify.annotations.NullMarked;
