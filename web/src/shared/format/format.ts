/** How numbers and times are written: a true minus, a narrow space before units, "to" in ranges. */

const narrow = "\u202f";
const minus = "\u2212";

export interface NumberStyle {
  digits?: number;
  signed?: boolean;
  unit?: string;
}

const formats = new Map<number | undefined, Intl.NumberFormat>();

/** Made once for each number of digits: making one takes longer than a hundred uses of it. */
function formatOf(digits: number | undefined): Intl.NumberFormat {
  const known = formats.get(digits);
  if (known) return known;
  const made = new Intl.NumberFormat("en", {
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 2,
  });
  formats.set(digits, made);
  return made;
}

export function formatNumber(value: number, { digits, signed = false, unit }: NumberStyle = {}): string {
  if (!Number.isFinite(value)) return "not known";
  const size = Math.abs(value);
  const text = formatOf(digits).format(size);
  const isZero = Number(text.replaceAll(",", "")) === 0;
  const sign = isZero ? "" : value < 0 ? minus : signed ? "+" : "";
  return `${sign}${text}${unit ? narrow + unit : ""}`;
}

/** A share of one as percent: 0.153 is "15.3 %". */
export function formatPercent(share: number, style: Omit<NumberStyle, "unit"> = {}): string {
  return formatNumber(share * 100, { digits: 1, ...style, unit: "%" });
}

export function formatRange(low: number, high: number, style: NumberStyle = {}): string {
  return `${formatNumber(low, { ...style, unit: undefined })} to ${formatNumber(high, style)}`;
}

export function formatEstimate(value: number, low: number, high: number, style: NumberStyle = {}): string {
  return `${formatNumber(value, style)} (${formatRange(low, high, { ...style, unit: undefined })})`;
}

export function formatMoney(amount: number, currency: string): string {
  const size = new Intl.NumberFormat("en", { style: "currency", currency, maximumFractionDigits: 0 }).format(
    Math.abs(amount),
  );
  return amount < 0 ? minus + size : size;
}

export function formatBytes(size: number): string {
  if (size < 1000) return `${size}${narrow}B`;
  if (size < 1_000_000) return formatNumber(size / 1000, { digits: 0, unit: "kB" });
  return formatNumber(size / 1_000_000, { digits: 1, unit: "MB" });
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A label as it reads within a sentence; a name such as ARR keeps its capitals. */
export function withinSentence(label: string): string {
  return /^\p{Lu}{2}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** "on_track" reads "On track". */
export function sentenceCase(word: string): string {
  const text = word.replaceAll("_", " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
