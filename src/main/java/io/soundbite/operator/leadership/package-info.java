/**
 * Who leads: until when this replica's lease is valid, and that nothing is written without it. The
 * election itself is the library's; what is promised about it is kept here.
 */
@NullMarked
package io.soundbite.operator.leadership;

import org.jspecify.annotations.NullMarked;
