// Moments in the reader's own time zone instead of UTC: what the zone is, is asked of the browser and sent nowhere.
(() => {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'full',
    timeStyle: 'short',
  });
  for (const time of document.querySelectorAll('time[datetime]')) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const text = format.format(moment);
    time.textContent = time.dataset.until ? time.dataset.until.replace('{date}', text) : text;
  }
})();
