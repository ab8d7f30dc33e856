import type { Json } from '../../core/index.ts';
import type { Calibration } from '../calibration.ts';
import { count } from '../format.ts';
import { type Chart, chartFrame, chartNumber, legendOf, narrowLegend, type Palette, valueAxis } from './chart.ts';

/** The figure's name of the calibration plot. */
export const CALIBRATION = 'test-calibration';

/** How often a classifier is right against how sure it is: points on the diagonal mean what they say, below it too sure. */
export function calibrationChart({ bins, expectedCalibrationError }: Calibration, palette: Palette): Chart {
  const filled = bins.filter(({ rows }) => rows > 0);
  const most = Math.max(1, ...filled.map(({ rows }) => rows));
  const axis = (name: string, gap: number): { [name: string]: Json } => ({
    ...valueAxis(palette),
    name,
    nameLocation: 'middle',
    nameGap: gap,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    min: 0,
    max: 1,
    interval: 0.2,
  });
  return {
    id: CALIBRATION,
    description: `Calibration on the test rows: share of right answers by confidence, ${filled
      .map(
        (bin) =>
          `${bin.accuracy.toFixed(2)} at ${bin.confidence.toFixed(2)} (${count(bin.rows)} ${bin.rows === 1 ? 'row' : 'rows'})`,
      )
      .join(', ')}; expected calibration error ${expectedCalibrationError.toFixed(4)}`,
    width: 420,
    height: 400,
    option: {
      ...chartFrame(`Calibration: expected error ${expectedCalibrationError.toFixed(4)}`, palette),
      legend: legendOf(palette),
      xAxis: {
        ...axis('mean probability of the predicted class', 28),
        axisLine: { lineStyle: { color: palette.muted } },
      },
      yAxis: axis('share that is right', 36),
      series: [
        {
          type: 'line',
          name: DIAGONAL,
          data: [
            [0, 0],
            [1, 1],
          ],
          color: palette.muted,
          symbol: 'none',
          lineStyle: { width: 1, type: 'dashed' },
          silent: true,
          tooltip: { show: false },
        },
        {
          type: 'line',
          name: ROWS,
          data: filled.map(
            (bin): Json => ({
              value: [chartNumber(bin.confidence), chartNumber(bin.accuracy)],
              symbolSize: Math.round(8 + 14 * Math.sqrt(bin.rows / most)),
            }),
          ),
          color: palette.series[0],
          symbol: 'circle',
          showSymbol: true,
          lineStyle: { width: 2 },
          emphasis: { disabled: true },
        },
      ],
    },
    narrow: narrowLegend([DIAGONAL, ROWS]),
  };
}

const DIAGONAL = 'as sure as right';
const ROWS = 'test rows (larger: more rows)';
