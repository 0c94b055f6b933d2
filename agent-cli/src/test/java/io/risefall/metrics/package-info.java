/** Tests of the metrics. */
@NullMarked
package io.risefall.metrics;

import org.jspecify.annotations.NullMarked;
