/** The tokens as ECharts needs them: read from the page, so that a change of theme is a change of the chart. */
export interface ChartPalette {
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  grid: string;
  ground: string;
  float: string;
  data: string;
  data2: string;
  band: string;
  band2: string;
  accent: string;
  better: string;
  betterBand: string;
  worse: string;
  worseBand: string;
  undecided: string;
  undecidedBand: string;
  incomplete: string;
  incompleteBand: string;
  font: string;
}

const names: Record<keyof ChartPalette, string> = {
  ink: "--ink",
  ink2: "--ink-2",
  ink3: "--ink-3",
  line: "--line",
  grid: "--grid",
  ground: "--ground",
  float: "--ground-float",
  data: "--data",
  data2: "--data-2",
  band: "--band",
  band2: "--band-2",
  accent: "--accent",
  better: "--better",
  betterBand: "--better-band",
  worse: "--worse",
  worseBand: "--worse-band",
  undecided: "--undecided",
  undecidedBand: "--undecided-band",
  incomplete: "--incomplete",
  incompleteBand: "--incomplete-band",
  font: "--font-text",
};

export function readPalette(): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  const entries = Object.entries(names).map(([name, token]) => [name, style.getPropertyValue(token).trim()]);
  return Object.fromEntries(entries) as unknown as ChartPalette;
}
