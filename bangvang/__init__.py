"""The office: emulation and commendation work (thi đua, khen thưởng), one room per desk."""
