#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::public_site {

extern const std::span<const http::Route> kRoutes;

// What stands where there is no page, on a host of its own.
http::Response lost(http::Exchange&);

// The open pages, by file: pages_lists.cc, pages_words.cc, feeds.cc, ocds_pages.cc.
http::Response show_front(http::Exchange&);
http::Response show_agreements(http::Exchange&);
http::Response show_agreement(http::Exchange&);
http::Response show_purchases(http::Exchange&);
http::Response show_purchase(http::Exchange&);
http::Response show_strategy(http::Exchange&);
http::Response show_written(http::Exchange&);
http::Response show_contact(http::Exchange&);
http::Response send_feedback(http::Post&);
http::Response show_statement(http::Exchange&);
http::Response show_privacy(http::Exchange&);
http::Response show_data(http::Exchange&);
http::Response give_document(http::Exchange&);
http::Response give_atom(http::Exchange&);
http::Response give_calendar(http::Exchange&);
http::Response give_agreements_file(http::Exchange&);
http::Response give_purchases_file(http::Exchange&);
http::Response give_releases(http::Exchange&);
http::Response give_records(http::Exchange&);
http::Response give_record(http::Exchange&);
http::Response give_sitemap(http::Exchange&);
http::Response give_robots(http::Exchange&);

// What the coordinator does: inside_*.cc.
http::Response show_inside(http::Exchange&);
http::Response preview_agreement_page(http::Exchange&);
http::Response publish_agreement(http::Post&);
http::Response preview_purchase_page(http::Exchange&);
http::Response publish_purchase(http::Post&);
http::Response show_new_page(http::Exchange&);
http::Response make_page(http::Post&);
http::Response show_page_editor(http::Exchange&);
http::Response change_page(http::Post&);
http::Response preview_written(http::Exchange&);
http::Response publish_written(http::Post&);
http::Response attach_document(http::Post&);
http::Response remove_document(http::Post&);
http::Response show_settings(http::Exchange&);
http::Response change_settings(http::Post&);
http::Response show_inbox(http::Exchange&);
http::Response show_feedback(http::Exchange&);
http::Response close_feedback_page(http::Post&);

}  // namespace samkjop::public_site
