/** What an agent does, in numbers: a Micrometer binder, for the agent's own page and for others. */
@NullMarked
package io.risefall.metrics;

import org.jspecify.annotations.NullMarked;
