/** How numbers and times are written: a true minus, a narrow space before units, "to" in ranges. */

const narrow = "\u202f";
const minus = "\u2212";

export interface NumberStyle {
  digits?: number;
  signed?: boolean;
  unit?: string;
}

function fixed(value: number, digits: number): string {
  return new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}

export function formatNumber(value: number, { digits, signed = false, unit }: NumberStyle = {}): string {
  if (!Number.isFinite(value)) return "not known";
  const size = Math.abs(value);
  const text =
    digits === undefined
      ? new Intl.NumberFormat("en", { maximumFractionDigits: 2 }).format(size)
      : fixed(size, digits);
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

/** "on_track" reads "On track". */
export function sentenceCase(word: string): string {
  const text = word.replaceAll("_", " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
