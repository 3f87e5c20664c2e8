// One of each mark, with names as hostile as files hold them.

import type { Scene } from '../../core/figure/scene.ts'

/** 180 x 100 mm. */
export const SCENE: Scene = {
  width: 180,
  height: 100,
  title: 'CNN3, ΔZ ≥ 1e-3 <b>',
  description: 'Accuracy 0.94 & "best epoch" 3.',
  shapes: [
    {
      kind: 'rect',
      x: 10,
      y: 10,
      width: 60,
      height: 40.12345,
      fill: '#440154',
      stroke: { color: '#000000', width: 0.25 },
    },
    { kind: 'rect', x: 80, y: 10, width: 60, height: 40 },
    {
      kind: 'polyline',
      points: [
        [80, 50],
        [100, 20],
        [120.00049, 35],
      ],
      stroke: { color: '#d55e00', width: 0.4, dash: [2, 1] },
    },
    { kind: 'circle', x: 100, y: 20, r: 1.5, fill: '#d55e00' },
    {
      kind: 'polygon',
      points: [
        [118, 35],
        [122, 35],
        [120, 31],
      ],
      fill: '#009e73',
      stroke: { color: '#000000', width: 0.2 },
    },
    { kind: 'text', x: 40, y: 30, text: '12.34%', size: 3.5, anchor: 'middle', fill: '#ffffff' },
    { kind: 'text', x: 3, y: 12, text: 'a', size: 4, anchor: 'start', fill: '#000000', bold: true },
    {
      kind: 'text',
      x: 6,
      y: 30,
      text: 'True class',
      size: 3,
      anchor: 'middle',
      fill: '#000000',
      rotate: -90,
    },
    { kind: 'text', x: 140, y: 60, text: 'ΔZ ≥ 1e-3', size: 3, anchor: 'end', fill: '#000000' },
    {
      kind: 'text',
      x: 10,
      y: 70,
      text: '<script>&日\u0007\ud800😀',
      size: 3,
      anchor: 'start',
      fill: '#000000',
    },
  ],
}
