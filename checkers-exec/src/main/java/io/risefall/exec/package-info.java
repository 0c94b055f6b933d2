/**
 * What does a program say of a target? It runs in a session of its own and is ended, with its
 * children, by the deadline. For Linux: it needs {@code setsid} (util-linux) and {@code /proc}.
 */
@NullMarked
package io.risefall.exec;

import org.jspecify.annotations.NullMarked;
