import { describe, expect, it } from 'vitest';

import { EVENTS } from '../../gallery/agenda';
import { idAt } from '../snowflake';
import { calendarFile } from './calendar_file';
import { nextDates } from './dates';
import { datesFrom, isWorkingDays, localOrdinal, localWeekdays, repeatOf, REPEATS, ruleOf } from './recurrence';

// A Thursday at noon, the same day everywhere where people live.
const START = new Date('2026-05-14T12:00:00Z');
const days = (dates: Date[]) => dates.map((it) => it.toISOString().slice(0, 10));
const from = (repeat: (typeof REPEATS)[number], count: number, at = START) => {
  const rule = ruleOf(repeat, START);
  return rule === null ? [] : days(datesFrom(rule, at, count));
};

describe('rules of recurrence', () => {
  it('give the dates that people expect', () => {
    expect(from('daily', 3)).toEqual(['2026-05-14', '2026-05-15', '2026-05-16']);
    expect(from('working_days', 4)).toEqual(['2026-05-14', '2026-05-15', '2026-05-18', '2026-05-19']);
    expect(from('weekly', 3)).toEqual(['2026-05-14', '2026-05-21', '2026-05-28']);
    expect(from('fortnightly', 3)).toEqual(['2026-05-14', '2026-05-28', '2026-06-11']);
    expect(from('monthly', 3)).toEqual(['2026-05-14', '2026-06-11', '2026-07-09']);
    expect(from('yearly', 2)).toEqual(['2026-05-14', '2027-05-14']);
    expect(from('weekly', 1, new Date('2026-05-15T00:00:00Z'))).toEqual(['2026-05-21']);
  });

  it('keep what they leave open as it was the first time', () => {
    const open = (repeat: 'weekly' | 'monthly') => {
      const rule = ruleOf(repeat, START);
      return rule === null ? [] : days(datesFrom({ ...rule, by_weekday: null, by_n_weekday: null }, START, 2));
    };
    expect([open('weekly'), open('monthly')]).toEqual([['2026-05-14', '2026-05-21'], ['2026-05-14', '2026-06-14']]);
  });

  it('end when they are told to', () => {
    const rule = ruleOf('weekly', START);
    if (rule === null) throw new Error('a rule');
    expect(days(datesFrom({ ...rule, count: 2 }, START, 9))).toEqual(['2026-05-14', '2026-05-21']);
    expect(days(datesFrom({ ...rule, end: '2026-05-22T00:00:00Z' }, START, 9))).toEqual(['2026-05-14', '2026-05-21']);
  });

  it('are known again as the choice that they were made of', () => {
    for (const repeat of REPEATS) expect(repeatOf(ruleOf(repeat, START))).toBe(repeat);
    const rule = ruleOf('weekly', START);
    expect(repeatOf(rule && { ...rule, interval: 3 })).toBeNull();
  });

  it('count weekdays where the reader is', () => {
    for (const hour of [0, 6, 12, 18, 23]) {
      const start = new Date(2026, 4, 14, hour, 30);
      const [weekly, monthly, working] = [ruleOf('weekly', start), ruleOf('monthly', start), ruleOf('working_days', start)];
      if (!weekly || !monthly || !working) throw new Error('rules');
      expect([localWeekdays(weekly), localOrdinal(monthly), isWorkingDays(working)]).toEqual([[3], { n: 2, weekday: 3 }, true]);
    }
  });
});

describe('the dates of an action', () => {
  it('say which are called off and which were moved', () => {
    const rule = ruleOf('weekly', START);
    const exception = (at: string, more: object) => ({ event_id: '1', event_exception_id: idAt(Date.parse(at)), scheduled_start_time: null, scheduled_end_time: null, is_canceled: false, ...more });
    const event = {
      ...EVENTS.reading, recurrence_rule: rule, scheduled_start_time: START.toISOString(), scheduled_end_time: '2026-05-14T14:00:00Z',
      guild_scheduled_event_exceptions: [exception('2026-05-21T12:00:00Z', { is_canceled: true }), exception('2026-05-28T12:00:00Z', { scheduled_start_time: '2026-05-29T15:00:00Z' })],
    };
    const dates = nextDates(event, 3);
    expect(dates.map((it) => [it.start.toISOString(), it.end?.toISOString(), it.calledOff])).toEqual([
      ['2026-05-14T12:00:00.000Z', '2026-05-14T14:00:00.000Z', false],
      ['2026-05-21T12:00:00.000Z', '2026-05-21T14:00:00.000Z', true],
      ['2026-05-29T15:00:00.000Z', '2026-05-29T17:00:00.000Z', false],
    ]);
  });

  it('stand in a file that calendars take in, with lines of their length', () => {
    const event = { ...EVENTS.march, name: 'Marche; tambours, chants', description: `Rendez-vous\n${'é'.repeat(90)}`, recurrence_rule: ruleOf('monthly', START) };
    const file = calendarFile(event, 'Place de la Mairie, Villeneuve', 'https://parvis.example/channels/1/agenda/2');
    expect(file).toContain('SUMMARY:Marche\\; tambours\\, chants\r\n');
    expect(file).toContain('LOCATION:Place de la Mairie\\, Villeneuve\r\n');
    expect(file).toContain('RRULE:FREQ=MONTHLY;BYDAY=2TH\r\n');
    expect(file).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/u);
    for (const line of file.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(file.replaceAll('\r\n ', '')).toContain(`DESCRIPTION:Rendez-vous\\n${'é'.repeat(90)}`);
  });
});
