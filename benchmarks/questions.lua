-- What wrk asks of the search: some hundred questions as people write them, in turn.
local nouns = { "hansker", "tørkepapir", "kopipapir", "bleier", "penn", "batteri", "kaffe", "melk", "såpe", "søppelsekk",
  "plaster", "kontorstol", "maling", "skruer", "filter", "lyspære", "permer", "konvolutt", "munnbind", "sprøyte" }
local more = { "", "nitril", "hvit", "svart", "A4", "stor", "liten", "økologisk", "miljømerket", "til kontor",
  "til pleie", "10 stk", "500 ml", "L", "M", "premium", "engangs", "billig", "uten parfyme", "pakke" }
local at = 0
request = function()
  at = at + 1
  local question = nouns[at % #nouns + 1] .. " " .. more[math.floor(at / #nouns) % #more + 1]
  question = question:gsub("[^%w]", function(c) return string.format("%%%02X", string.byte(c)) end)
  return wrk.format("GET", "/handle?q=" .. question)
end
