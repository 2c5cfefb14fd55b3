#pragma once
// What leaves by e-mail to our own people: reminders of agreements, and what has come back to
// somebody who may not be looking.
namespace samkjop::app {

void register_notices();

}  // namespace samkjop::app
