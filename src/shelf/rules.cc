// Who sees a list and who may change it. Pure.

#include "base/words.h"
#include "shelf/shelf.h"
#include "shelf/texts.h"

namespace samkjop::shelf {

bool may_see(const List& list, const Actor& actor) {
    if (list.put_away || list.municipality != actor.municipality) return false;
    switch (list.reach) {
        case Reach::own:
            return list.owner == actor.user;
        case Reach::unit:
            return list.unit == actor.unit || actor.reaches(list.municipality, list.unit);
        case Reach::municipality:
            return true;
    }
    return false;
}

bool may_change(const List& list, const Actor& actor) {
    if (!may_see(list, actor)) return false;
    if (list.owner == actor.user) return true;
    return list.reach == Reach::unit ? actor.may(Permission::request_purchase)
                                     : actor.may(Permission::administer);
}

Result<std::string> list_name(std::string_view typed) {
    constexpr std::size_t kLongest = 120;
    std::string name(cut_at_letter(trimmed(typed), kLongest));
    if (name.empty()) return refuse(text::name_must_be_filled, {}, "navn");
    return name;
}

}  // namespace samkjop::shelf
