/** Checkers as somebody else might write them, packed into jars by the tests. */
@NullMarked
package io.risefall.cli.stub;

import org.jspecify.annotations.NullMarked;
