// The words the analyser knows by hand: nynorsk and bokmål forms of the same word, other names of
// the same thing, heads and first parts of compounds, and words that say nothing in a search.

#include "catalogue/analyser.h"

namespace samkjop::catalogue::analyser {

const std::vector<Pair>& equivalents() {
    static const std::vector<Pair> table = {
        // Nynorsk → bokmål.
        {"mjølk", "melk"},
        {"mjøl", "mel"},
        {"kveitemjøl", "hvetemel"},
        {"rugmjøl", "rugmel"},
        {"kvit", "hvit"},
        {"kvitt", "hvit"},
        {"kvitlauk", "hvitløk"},
        {"lauk", "løk"},
        {"graut", "grøt"},
        {"fløyte", "fløte"},
        {"rjome", "rømme"},
        {"kjøt", "kjøtt"},
        {"kaffi", "kaffe"},
        {"sukkar", "sukker"},
        {"pepar", "pepper"},
        {"tomatar", "tomat"},
        {"eplar", "eple"},
        {"jus", "juice"},
        {"vatn", "vann"},
        {"håndklær", "håndkle"},
        {"håndklærne", "håndkle"},
        {"handklede", "håndkle"},
        {"hand", "hånd"},
        {"hender", "hånd"},
        {"auge", "øye"},
        {"augo", "øye"},
        {"andlet", "ansikt"},
        {"øyre", "øre"},
        {"hovud", "hode"},
        {"sjuk", "syk"},
        {"sjukehus", "sykehus"},
        {"sjukeheim", "sykehjem"},
        {"pleiar", "pleier"},
        {"heim", "hjem"},
        {"rein", "ren"},
        {"reingjering", "rengjøring"},
        {"reinhald", "renhold"},
        {"vaskjing", "vasking"},
        {"støvsugar", "støvsuger"},
        {"golv", "gulv"},
        {"glas", "glass"},
        {"skåp", "skap"},
        {"skei", "skje"},
        {"koppar", "kopp"},
        {"gaflar", "gaffel"},
        {"knivar", "kniv"},
        {"tallerkar", "tallerken"},
        {"øskje", "eske"},
        {"mjuk", "myk"},
        {"røyr", "rør"},
        {"høg", "høy"},
        {"høgd", "høyde"},
        {"låg", "lav"},
        {"brei", "bred"},
        {"tjukk", "tykk"},
        {"raud", "rød"},
        {"grøn", "grønn"},
        {"ljos", "lys"},
        {"ljospære", "lyspære"},
        {"straum", "strøm"},
        {"leidning", "ledning"},
        {"skøyteleidning", "skjøteledning"},
        {"spikar", "spiker"},
        {"skruvar", "skrue"},
        {"hamar", "hammer"},
        {"skule", "skole"},
        {"leike", "leke"},
        {"leiker", "leke"},
        {"teikne", "tegne"},
        {"teikning", "tegning"},
        {"viskelêr", "viskelær"},
        {"skrivar", "skriver"},
        {"permar", "perm"},
        {"bøker", "bok"},
        {"eingong", "engang"},
        {"eingongs", "engangs"},
        {"eittgongs", "engangs"},
        {"bandasjar", "bandasje"},
        {"tannkost", "tannbørste"},
        {"hårkost", "hårbørste"},
        {"klede", "klær"},
        {"arbeidsklede", "arbeidsklær"},
        {"sengklede", "sengetøy"},
        {"sengeklede", "sengetøy"},
        {"vottar", "vott"},
        {"stolar", "stol"},
        {"kontorstolar", "kontorstol"},
        {"lamper", "lampe"},
        {"gardiner", "gardin"},
        {"møblar", "møbel"},
        {"møbler", "møbel"},
        // Whole words that end like an inflection: the stem after "=" stands as it is.
        {"plaster", "=plaster"},
        {"plastre", "=plaster"},
        {"plasteret", "=plaster"},
        {"plasterar", "=plaster"},
        {"filter", "=filter"},
        {"filtre", "=filter"},
        {"filteret", "=filter"},
        {"toner", "=toner"},
        {"tonere", "=toner"},
        {"kateter", "=kateter"},
        {"katetre", "=kateter"},
        {"voksen", "=voksen"},
        {"voksne", "=voksen"},
        {"vaksen", "=voksen"},
        {"vaksne", "=voksen"},
        // Other names of the same thing.
        {"dopapir", "toalettpapir"},
        {"doruller", "toalettpapir"},
        {"wcpapir", "toalettpapir"},
        {"antibac", "hånddesinfeksjon"},
        {"håndsprit", "hånddesinfeksjon"},
        {"kopiark", "kopipapir"},
        {"skrivarpapir", "kopipapir"},
        {"skriverpapir", "kopipapir"},
        {"tape", "teip"},
        {"pc", "datamaskin"},
        {"laptop", "datamaskin"},
        {"ansiktsmaske", "munnbind"},
        {"søppelsekk", "avfallssekk"},
        {"søppelpose", "avfallspose"},
        {"bosspose", "avfallspose"},
        {"bossekk", "avfallssekk"},
        {"boss", "avfall"},
        {"søppel", "avfall"},
        {"zalo", "oppvaskmiddel"},
        {"oppvasksåpe", "oppvaskmiddel"},
        {"post-it", "notatlapp"},
        {"postit", "notatlapp"},
        {"lightbulb", "lyspære"},
        {"gloves", "hanske"},
        {"glove", "hanske"},
        {"paper", "papir"},
        {"milk", "melk"},
        {"coffee", "kaffe"},
        {"soap", "såpe"},
        {"chair", "stol"},
        {"desk", "skrivebord"},
        {"towel", "håndkle"},
        {"towels", "håndkle"},
        {"diaper", "bleie"},
        {"diapers", "bleie"},
    };
    return table;
}

const std::string_view kHeads =
    "hanske papir stol bord seng skap pose sekk eske boks flaske sprøyte kanyle plaster bandasje "
    "kompress klut kost mopp såpe sjampo krem salve olje saft juice melk ost brød mel ris suppe "
    "saus "
    "kake kjøtt fisk pølse deig pålegg grønnsak frukt nøtt drikke vann kaffe te sjokolade yoghurt "
    "fløte rømme smør egg krydder salt sukker maskin skriver patron toner blekk kassett penn "
    "blyant "
    "tusj perm mappe hefte bok ark blokk konvolutt etikett stift binders saks lim teip tavle svamp "
    "lerret skjerm mus tastatur kabel ledning lader batteri lampe pære rør lys skinne skrue spiker "
    "bolt mutter plugg hammer sag bor tang nøkkel måler termometer vekt pumpe slange kran ventil "
    "filter vifte ovn kjele gryte panne bolle kopp krus glass fat tallerken kniv gaffel skje "
    "bestikk "
    "duk serviett laken dyne pute trekk håndkle teppe matte gardin madrass pledd stativ hylle reol "
    "vogn tralle kasse kurv bøtte dunk spann brett holder dispenser automat beholder lokk folie "
    "film "
    "nett bind maske brille hjelm vest jakke bukse skjorte genser sko støvel sokk frakk forkle "
    "drakt "
    "hette lue vott bleie truse innlegg kateter urinpose krykke rullator stolpe skilt merke lapp "
    "kort "
    "leke spill puslespill kloss dukke ball bil sykkel maling pensel rulle sparkel planke plate "
    "list "
    "dør vindu lås beslag middel pulver tablett spray gel skum voks rens vask tørk desinfeksjon "
    "rengjøring børste skrape nal gryn flak kjeks frokostblanding syltetøy honning sirup ketchup "
    "sennep majones dressing pasta spaghetti nudler bønner erter linser mais gulrot potet salat "
    "tomat agurk paprika løk eple pære banan appelsin drue bær patient pasient løfter heis rampe";

const std::string_view kFirstParts =
    "engang arbeid forbruk rengjøring undersøkelse kopi toalett tørke hånd kontor skole barn barne "
    "baby voksen sykehus sykehjem pleie operasjon sår kirurg injeksjon blod urin øre øye tann munn "
    "nese hår hud kropp fot ben arm rygg hode ansikt oppvask gulv vindu glass kjøkken bad dusj wc "
    "avfall søppel plast papir metall stål tre gummi latex lateks nitril vinyl bomull ull skinn "
    "hvete rug havre bygg mais soya melke kaffe te brød kjøtt fiske kylling svine okse lamme laks "
    "torske reke skinke leve lever postei jordbær bringebær blåbær eple appelsin sitron tomat "
    "potet "
    "gulrot løk hvitløk skriv skrive tegne farge maling data nett strøm skjøte lade lys led tak "
    "vegg "
    "bord stol senge madrass dyne pute skap hylle garderobe møte konferanse spise hage snø veg vei "
    "bil buss sykkel traktor brann røyk verne sikkerhet refleks regn vinter sommer inne ute grov "
    "fin "
    "hel halv lett kraft dobbel enkel mini maxi stor liten blekk laser penne viske notat post "
    "pakke "
    "frukt grønnsak nøtt sjokolade vanilje krydder salt sukker olje vann luft varme kjøle fryse "
    "bakepapir matpapir mat drikke frokost lunsj middag dessert syltetøy";

const std::string_view kWholeWords =
    "pistol tomat automat format diplomat klimat kabinett skulptur kapital hospital material "
    "portal "
    "metall festival terminal kanal journal skandal medalje pedal sandal kapsel vaksine medisin";

const std::string_view kStopWords =
    "og i på av til for med som en et ei den det de er fra ved per pr stk str storrelse strl ca a "
    "eller og/eller inkl the of and for with pa";

}  // namespace samkjop::catalogue::analyser
