"""EDF+ records and CSV tables read with nothing but Python: the witness beside other people's
libraries, which do not read discontinuous files."""

import csv


class Records:
    """What stands in an EDF+ or BDF+ file, record by record."""

    def __init__(self, path):
        data = open(path, "rb").read()
        self.width = 3 if data[0] == 0xFF else 2
        self.recording = data[88:168].decode().rstrip()
        self.patient = data[8:88].decode().rstrip()
        self.date = data[168:184].decode()
        self.kind = data[192:236].decode().rstrip()
        self.count = int(data[236:244])
        self.seconds = float(data[244:252])
        signals = int(data[252:256])
        place = 256

        def fields(width):
            nonlocal place
            found = [data[place + i * width:place + (i + 1) * width].decode().strip()
                     for i in range(signals)]
            place += width * signals
            return found

        self.labels = fields(16)
        self.transducers = fields(80)
        self.units = fields(8)
        self.low, self.high = [list(map(float, fields(8))) for _ in "ab"]
        self.least, self.most = [list(map(int, fields(8))) for _ in "ab"]
        self.filters = fields(80)
        self.samples = list(map(int, fields(8)))
        place += 32 * signals
        self.onsets, self.notes, self.digital = [], [], [[] for _ in self.labels]
        size = sum(self.samples) * self.width
        self.size_is_right = len(data) == place + self.count * size
        for record in range(self.count):
            at = place + record * size
            for signal, samples in enumerate(self.samples):
                part = data[at:at + samples * self.width]
                at += len(part)
                if self.labels[signal].endswith("Annotations"):
                    self._notes(part)
                else:
                    self.digital[signal] += [
                        int.from_bytes(part[i:i + self.width], "little", signed=True)
                        for i in range(0, len(part), self.width)]

    def _notes(self, part):
        for index, tal in enumerate(filter(None, part.split(b"\x00"))):
            stamp, *texts = tal.split(b"\x14")
            onset, _, duration = stamp.partition(b"\x15")
            if index == 0:
                self.onsets.append(float(onset))
            for text in filter(None, texts):
                self.notes.append((float(onset), float(duration or 0), text.decode()))

    def values(self, signal):
        """Physical values and their times; None where the slot holds no sample."""
        step = (self.high[signal] - self.low[signal]) / (self.most[signal] - self.least[signal])
        rows = self.samples[signal]
        for index, digital in enumerate(self.digital[signal]):
            time = self.onsets[index // rows] + index % rows * self.seconds / rows
            empty = digital == self.least[signal]
            yield time, None if empty else self.low[signal] + (digital - self.least[signal]) * step


def table(path):
    """Column names, and rows of numbers; None for empty fields."""
    with open(path, newline="") as file:
        lines = csv.reader(file)
        names = next(lines)
        return names, [[float(cell) if cell else None for cell in row] for row in lines]
