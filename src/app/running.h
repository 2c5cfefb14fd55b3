#pragma once
// The running program: pages, and what goes on beside them (documents in and out, the search index,
// the signing of the trail's head).
#include <string>
#include <vector>

#include "app/place.h"

namespace samkjop::app {

struct RunOptions {
    unsigned short port = 8080;
    std::string address = "127.0.0.1";
    std::string region;
    std::vector<std::string> public_hosts;  // whose root is the public site
    bool demo = false;
    bool behind_proxy = false;
    std::string push_token;  // of the access point that pushes and fetches documents
    bool fetched = false;    // what goes out is fetched over HTTP instead of laid in outbox/
    std::string provider;    // our number as service provider, for message level statuses
    std::string site;        // how a link in an e-mail begins
    std::string smtp, smtp_user, smtp_password_file, mail_from, mail_spool;
};

// Sets every hook between the stages. Once, before anything else; again does nothing.
void wire();

int run(const Place& place, const RunOptions& options);        // until SIGTERM
int load_demo(const Place& place, const std::string& folder);  // 0 also when it is there already
int set_password(const Place& place, const std::string& user_name, const std::string& password);

}  // namespace samkjop::app
