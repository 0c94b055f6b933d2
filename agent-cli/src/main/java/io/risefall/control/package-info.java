/** How the command talks to a running agent: one question, one answer, one connection. */
@NullMarked
package io.risefall.control;

import org.jspecify.annotations.NullMarked;
