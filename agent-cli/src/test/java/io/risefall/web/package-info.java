/** Tests of what is told by HTTP. */
@NullMarked
package io.risefall.web;

import org.jspecify.annotations.NullMarked;
