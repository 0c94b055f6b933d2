/** HTTP: health for load balancers, checks as JSON, metrics, and a page for people. Read-only. */
@NullMarked
package io.risefall.web;

import org.jspecify.annotations.NullMarked;
