/** Risefall inside a Java program: a watcher in ten lines, and the quick start. */
@NullMarked
package io.risefall.examples.embedded;

import org.jspecify.annotations.NullMarked;
