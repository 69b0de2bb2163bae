// What the address of a page says: the records chosen for comparison, and the state of a search or a table.

export const KEY = "r";
const FOLDER = "[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?";
const YEAR = "(?:19|20)[0-9]{2}";
const RESULTS = "/results";
const RECORD = new RegExp(`^(?:${FOLDER}/${FOLDER}/)?${YEAR}(?:/(?!form$|results(?:$|/))${FOLDER})?(?:${RESULTS})?$`);
const OF_DEPARTMENT = new RegExp(`(?:^|/)${YEAR}$`);

export const MOST = 6;

// A department's form, a project, or the self-evaluation of either.
export function isRecord(path) {
  return RECORD.test(path);
}

// The JSON file of a form.
export function fileOf(path) {
  const kind = path.endsWith(RESULTS) ? "results" : OF_DEPARTMENT.test(path) ? "record" : "project";
  return `${path}/${kind}.json`;
}

// The address of the same form of another year.
export function ofYear(path, year) {
  return path.replace(new RegExp(`(^|/)${YEAR}(?=/(?:${FOLDER}/){0,2}$)`), `$1${year}`);
}

function named(address) {
  return new Set(new URL(address).searchParams.getAll(KEY).map((path) => path.replace(/^\/+|\/+$/g, "")));
}

export function chosenIn(address) {
  return [...named(address)].filter(isRecord).slice(0, MOST);
}

// How many names in the address are none of a record, or one too many.
export function strangeIn(address) {
  return named(address).size - chosenIn(address).length;
}

// The address with these records chosen in it; slashes stay readable.
export function choosing(address, paths) {
  const url = new URL(address);
  url.searchParams.delete(KEY);
  const kept = url.searchParams.toString();
  url.search = [kept, ...paths.map((path) => `${KEY}=${path}`)].filter(Boolean).join("&");
  return url.href;
}

// The address with other values of some parameters; what has no value is not in it.
export function withParameters(address, changes) {
  const url = new URL(address);
  for (const [key, value] of Object.entries(changes)) {
    const [first, ...others] = [value].flat().filter(Boolean);
    if (first) url.searchParams.set(key, first);
    else url.searchParams.delete(key);
    for (const other of others) url.searchParams.append(key, other);
  }
  return url;
}
