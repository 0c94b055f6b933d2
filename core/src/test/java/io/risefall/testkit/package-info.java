/**
 * What tests of checkers and of programs that embed the agent need: time that stands still until it
 * is told to move, the contract that every checker keeps, and a listener that remembers.
 */
@NullMarked
package io.risefall.testkit;

import org.jspecify.annotations.NullMarked;
