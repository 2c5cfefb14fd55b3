// Reads a SAF-T file as a stream: a file of a hundred megabytes of vouchers costs its master data
// only. A document type is refused, nothing is fetched, and the first fault ends the reading.

#include "import/saft.h"

#include <libxml/xmlreader.h>

#include "import/texts.h"

namespace samkjop::import::saft {
namespace {

// Elements of interest, by their path below AuditFile. Values are gathered while the stream passes.
using Fields = std::map<std::string, std::string, std::less<>>;

std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

class Stream {
public:
    explicit Stream(std::string_view bytes)
        : reader_(xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {}
    ~Stream() { xmlFreeTextReader(reader_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    bool next() { return state_ = xmlTextReaderRead(reader_), state_ == 1; }
    bool skip() { return state_ = xmlTextReaderNext(reader_), state_ == 1; }  // past this element
    bool broken() const { return state_ < 0; }
    int type() const { return xmlTextReaderNodeType(reader_); }
    int depth() const { return xmlTextReaderDepth(reader_); }
    int line() const { return xmlTextReaderGetParserLineNumber(reader_); }
    bool empty_element() const { return xmlTextReaderIsEmptyElement(reader_) == 1; }
    std::string_view name() const { return view(xmlTextReaderConstLocalName(reader_)); }
    std::string_view namespace_uri() const { return view(xmlTextReaderConstNamespaceUri(reader_)); }
    std::string_view value() const { return view(xmlTextReaderConstValue(reader_)); }

private:
    xmlTextReaderPtr reader_;
    int state_ = 1;
};

// The text of every element below the one the stream stands on, by path: "Address/City". The first
// of several counts. The stream stands on the element's end afterwards.
Fields read_fields(Stream& stream) {
    Fields fields;
    if (stream.empty_element()) return fields;
    const int depth = stream.depth();
    std::vector<std::string> path;
    std::string text;
    while (stream.next()) {
        const int type = stream.type();
        if (type == XML_READER_TYPE_ELEMENT) {
            text.clear();
            if (!stream.empty_element()) path.emplace_back(stream.name());
        } else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) {
            if (text.size() < 4096) text.append(stream.value());
        } else if (type == XML_READER_TYPE_END_ELEMENT) {
            if (stream.depth() == depth) break;
            std::string joined;
            for (const std::string& name : path) joined += (joined.empty() ? "" : "/") + name;
            fields.try_emplace(std::move(joined), std::move(text));
            text.clear();
            if (!path.empty()) path.pop_back();
        }
    }
    return fields;
}

std::string field(const Fields& fields, std::string_view path) {
    const auto found = fields.find(path);
    if (found == fields.end()) return {};
    const std::string& value = found->second;
    const auto first = value.find_first_not_of(" \t\r\n");
    if (first == value.npos) return {};
    return value.substr(first, value.find_last_not_of(" \t\r\n") - first + 1);
}

std::optional<Date> day(const Fields& fields, std::string_view path) {
    return Date::parse(field(fields, path).substr(0, 10));
}

std::string digits(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '.'; });
    return text;
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : stream_(bytes) {}

    File read() {
        bool root_seen = false;
        bool more = stream_.next();
        while (more && file_.messages.empty()) {
            if (stream_.type() == XML_READER_TYPE_DOCUMENT_TYPE) {
                refuse(text::document_type_refused);
                break;
            }
            if (stream_.type() != XML_READER_TYPE_ELEMENT) {
                more = stream_.next();
                continue;
            }
            if (!root_seen) {
                root_seen = true;
                if (!right_root()) break;
            }
            more = element();
        }
        if (file_.messages.empty() && stream_.broken()) refuse(text::not_well_formed);
        if (file_.messages.empty() && !root_seen) refuse(text::not_saft);
        if (file_.messages.empty() && file_.registration_number.empty())
            refuse(text::saft_without_company);
        return std::move(file_);
    }

private:
    bool right_root() {
        const bool right = stream_.name() == "AuditFile" &&
                           stream_.namespace_uri().find(
                               "StandardAuditFile-Taxation-Financial:NO") != std::string_view::npos;
        if (!right) refuse(text::not_saft);
        return right;
    }

    // Deals with the element and moves on to the next of interest.
    bool element() {
        const std::string_view name = stream_.name();
        const int line = stream_.line();
        if (name == "GeneralLedgerEntries" || name == "SourceDocuments" || name == "Customers") {
            return stream_.skip();
        }
        if (name == "AuditFileVersion") {
            version(line);
        } else if (name == "Company" && stream_.depth() == 2) {
            const Fields fields = read_fields(stream_);
            file_.registration_number = digits(field(fields, "RegistrationNumber"));
            file_.company_name = field(fields, "Name");
        } else if (name == "Account" && stream_.depth() == 3) {
            account(line);
        } else if (name == "Supplier") {
            supplier(line);
        } else if (name == "TaxCodeDetails") {
            tax_code(line);
        } else if (name == "AnalysisTypeTableEntry") {
            analysis_value(line);
        }
        return !stream_.broken() && stream_.next();
    }

    void version(int line) {
        while (stream_.next() && stream_.type() == XML_READER_TYPE_TEXT) {
            file_.version = stream_.value();
        }
        if (!file_.version.starts_with("1.")) {
            file_.messages.push_back(
                {line, 0, {}, {&text::saft_version_unknown, {{"version", file_.version}}, {}}});
        }
    }

    void account(int line) {
        const Fields fields = read_fields(stream_);
        file_.accounts.push_back(
            {line, field(fields, "AccountID"), field(fields, "AccountDescription"),
             field(fields, "GroupingCategory"), field(fields, "GroupingCode")});
        if (file_.accounts.back().id.empty()) missing(line, "AccountID");
    }

    void supplier(int line) {
        const Fields fields = read_fields(stream_);
        Supplier out;
        out.line = line;
        out.id = field(fields, "SupplierID");
        out.registration_number = digits(field(fields, "RegistrationNumber"));
        out.name = field(fields, "Name");
        out.street = field(fields, "Address/StreetName");
        const std::string number = field(fields, "Address/Number");
        if (!number.empty()) out.street += " " + number;
        out.postal_code = field(fields, "Address/PostalCode");
        out.city = field(fields, "Address/City");
        out.country = field(fields, "Address/Country");
        out.bank_account = digits(field(fields, "BankAccount/BankAccountNumber"));
        out.email = field(fields, "Contact/Email");
        if (out.id.empty()) missing(line, "SupplierID");
        file_.suppliers.push_back(std::move(out));
    }

    void tax_code(int line) {
        const Fields fields = read_fields(stream_);
        TaxCode out;
        out.line = line;
        out.code = field(fields, "TaxCode");
        out.description = field(fields, "Description");
        out.standard_code = field(fields, "StandardTaxCode");
        out.compensation =
            field(fields, "Compensation") == "true" || field(fields, "Compensation") == "1";
        out.effective = day(fields, "EffectiveDate");
        out.expiration = day(fields, "ExpirationDate");
        if (out.code.empty()) missing(line, "TaxCode");
        out.percentage = percent(fields, "TaxPercentage", Decimal(), line);
        out.base_rate = percent(fields, "BaseRate", Decimal::whole(100), line);
        file_.tax_codes.push_back(std::move(out));
    }

    Decimal percent(const Fields& fields, std::string_view path, Decimal otherwise, int line) {
        const std::string value = field(fields, path);
        if (value.empty()) return otherwise;
        const auto parsed = Decimal::parse(value);
        const bool right = parsed && !parsed->is_negative() && *parsed <= Decimal::whole(100) &&
                           parsed->normalised().scale() <= 2;
        if (right) return parsed->normalised();
        file_.messages.push_back({line, 0, {}, {&text::not_a_percentage, {{"value", value}}, {}}});
        return otherwise;
    }

    void analysis_value(int line) {
        const Fields fields = read_fields(stream_);
        AnalysisValue out{line,
                          field(fields, "AnalysisType"),
                          field(fields, "AnalysisTypeDescription"),
                          field(fields, "AnalysisID"),
                          field(fields, "AnalysisIDDescription"),
                          day(fields, "StartDate"),
                          day(fields, "EndDate"),
                          field(fields, "Status")};
        if (out.id.empty()) missing(line, "AnalysisID");
        file_.analysis_values.push_back(std::move(out));
    }

    void missing(int line, std::string element_name) {
        file_.messages.push_back(
            {line, 0, {}, {&text::element_missing, {{"element", std::move(element_name)}}, {}}});
    }
    void refuse(const Text& sentence) {
        file_.messages.push_back({stream_.line(), 0, {}, {&sentence, {}, {}}});
    }

    Stream stream_;
    File file_;
};

}  // namespace

File read(std::string_view bytes) {
    File file;
    if (bytes.size() > kMostBytes) {
        file.messages.push_back(
            {0, 0, {}, {&text::file_too_large, {{"most", std::int64_t(kMostBytes >> 20)}}, {}}});
        return file;
    }
    if (bytes.empty()) {
        file.messages.push_back({0, 0, {}, {&text::file_is_empty, {}, {}}});
        return file;
    }
    return Reader(bytes).read();
}

std::optional<int> right_of(const TaxCode& code) {
    // Standard codes of the tax authority that are used on purchases. With deduction in themselves,
    // or as compensation where the file says so.
    static constexpr std::string_view kDeductible[] = {"1",  "11", "12", "13", "14", "15",
                                                       "81", "83", "86", "88", "91"};
    static constexpr std::string_view kWithout[] = {"0",  "20", "21", "22", "82",
                                                    "84", "85", "87", "89", "92"};
    const bool deductible =
        std::ranges::find(kDeductible, code.standard_code) != std::end(kDeductible);
    const bool without = std::ranges::find(kWithout, code.standard_code) != std::end(kWithout);
    if (!deductible && !without) return std::nullopt;
    if (!deductible && !code.compensation) return 0;
    return static_cast<int>(code.base_rate.scaled(2));
}

}  // namespace samkjop::import::saft
