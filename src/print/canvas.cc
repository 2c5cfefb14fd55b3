// Pango breaks the lines and shapes the letters, cairo writes the PDF with the letters in it, so
// that æ, ø and å look the same everywhere. What is text in the PDF can be searched, copied and
// read aloud.
#include "print/canvas.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <array>
#include <stdexcept>

namespace samkjop::print {
namespace {

struct Colour {
    double red, green, blue;
};
constexpr Colour of(unsigned rgb) {
    return {(rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0};
}
constexpr std::array kColours = {of(0x1b2529), of(0x4a5a60), of(0x13596a),
                                 of(0xc5cfd2), of(0x1b2529), of(0xeef4f5)};

cairo_status_t keep(void* to, const unsigned char* bytes, unsigned length) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

const char* name_of(Tag tag) { return tag == Tag::heading ? "H1" : "P"; }

}  // namespace

struct Canvas::Inside {
    std::string bytes;
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;
    PangoLayout* layout = nullptr;

    ~Inside() {
        if (layout != nullptr) g_object_unref(layout);
        if (cairo != nullptr) cairo_destroy(cairo);
        if (surface != nullptr) cairo_surface_destroy(surface);
    }

    double set(std::string_view text, const Style& style, double width, bool right) {
        PangoFontDescription* font = pango_font_description_new();
        pango_font_description_set_family(font, "Liberation Sans, DejaVu Sans, sans-serif");
        pango_font_description_set_weight(font,
                                          style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_font_description_set_absolute_size(font, style.points * PANGO_SCALE);
        pango_layout_set_font_description(layout, font);
        pango_font_description_free(font);
        pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
        pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
        pango_layout_set_line_spacing(layout, style.points > 14 ? 1.1f : 1.25f);
        int height = 0;
        pango_layout_get_size(layout, nullptr, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }
    void use(Ink ink) {
        const Colour& colour = kColours[static_cast<std::size_t>(ink)];
        cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    }
};

Canvas::Canvas(const About& about) : inside_(std::make_unique<Inside>()) {
    Inside& in = *inside_;
    in.surface = cairo_pdf_surface_create_for_stream(keep, &in.bytes, kPageWidth, kPageHeight);
    const auto say = [&](cairo_pdf_metadata_t what, const std::string& value) {
        if (!value.empty()) cairo_pdf_surface_set_metadata(in.surface, what, value.c_str());
    };
    say(CAIRO_PDF_METADATA_TITLE, about.title);
    say(CAIRO_PDF_METADATA_AUTHOR, about.author);
    say(CAIRO_PDF_METADATA_CREATOR, "Samkjøp");
    say(CAIRO_PDF_METADATA_CREATE_DATE, about.created);
    in.cairo = cairo_create(in.surface);
    in.layout = pango_cairo_create_layout(in.cairo);
    // The letters stand where the paper has them, not where a screen's points would be.
    PangoContext* context = pango_layout_get_context(in.layout);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_layout_context_changed(in.layout);
}
Canvas::~Canvas() = default;

double Canvas::height(std::string_view text, const Style& style, double width) {
    return text.empty() ? 0 : inside_->set(text, style, width, false);
}

double Canvas::draw(std::string_view text, const Style& style, double x, double y, double width,
                    Tag tag, bool right) {
    if (text.empty()) return 0;
    Inside& in = *inside_;
    const double height = in.set(text, style, width, right);
    in.use(style.ink);
    if (tag != Tag::none) cairo_tag_begin(in.cairo, name_of(tag), nullptr);
    cairo_move_to(in.cairo, x, y);
    pango_cairo_show_layout(in.cairo, in.layout);
    if (tag != Tag::none) cairo_tag_end(in.cairo, name_of(tag));
    return height;
}

std::vector<std::string> Canvas::lines(std::string_view text, const Style& style, double width) {
    inside_->set(text, style, width, false);
    std::vector<std::string> out;
    for (GSList* at = pango_layout_get_lines_readonly(inside_->layout); at != nullptr;
         at = at->next) {
        const auto* line = static_cast<const PangoLayoutLine*>(at->data);
        out.emplace_back(text.substr(static_cast<std::size_t>(line->start_index),
                                     static_cast<std::size_t>(line->length)));
    }
    return out;
}

void Canvas::line(double x1, double y, double x2, Ink ink) {
    inside_->use(ink);
    cairo_set_line_width(inside_->cairo, ink == Ink::strong ? 0.9 : 0.5);
    cairo_move_to(inside_->cairo, x1, y);
    cairo_line_to(inside_->cairo, x2, y);
    cairo_stroke(inside_->cairo);
}

void Canvas::bar(double x, double y, double width, double height, Ink ink) {
    inside_->use(ink);
    cairo_rectangle(inside_->cairo, x, y, width, height);
    cairo_fill(inside_->cairo);
}

void Canvas::end_page() { cairo_show_page(inside_->cairo); }

std::string Canvas::finish() {
    cairo_surface_finish(inside_->surface);
    const cairo_status_t status = cairo_surface_status(inside_->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("PDF: ") + cairo_status_to_string(status));
    return std::move(inside_->bytes);
}

}  // namespace samkjop::print
