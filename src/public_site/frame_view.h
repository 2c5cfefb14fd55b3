#pragma once
#include "html/out.h"

namespace samkjop::public_site {

struct FrameLink {
    std::string path, label;
    bool current = false;
    std::string lang = "";
};
struct FrameView {
    std::string title, description, style, icon, canonical, atom, home;
    std::string owner, owner_says, foot, sign_in;
    std::vector<FrameLink> alternates;  // absolute addresses, by language
    std::vector<FrameLink> menu, languages, foot_links;
    bool narrow = false, hidden = false, demo = false;
};
void frame(html::Out&, const FrameView&, const std::function<void(html::Out&)>& above,
           const std::function<void(html::Out&)>& hero,
           const std::function<void(html::Out&)>& body);

}  // namespace samkjop::public_site
