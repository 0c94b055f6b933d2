/** Programs that Risefall is tested against, and what a test does where they are not installed. */
@NullMarked
package io.risefall.cli.peers;

import org.jspecify.annotations.NullMarked;
