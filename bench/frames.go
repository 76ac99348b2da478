// A straightforward parser of HJ 212 frames, the peer of bench/frames.py: CRC checked, every field
// and every factor split, values as numbers. Usage: frames FILE table|bits TIMES; prints the CPU
// seconds of each time over all frames of FILE, the number of values and their sum.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

type factor struct {
	values map[string]float64
	flag   string
}

type message struct {
	header   map[string]string
	dataTime string
	factors  map[string]*factor
}

var table [256]uint16

func shifted(register uint16) uint16 {
	for bit := 0; bit < 8; bit++ {
		if register&1 == 1 {
			register = register>>1 ^ 0xA001
		} else {
			register >>= 1
		}
	}
	return register
}

func crcTable(data []byte) uint16 {
	register := uint16(0xFFFF)
	for _, b := range data {
		register = table[byte(register>>8)^b]
	}
	return register
}

func crcBits(data []byte) uint16 {
	register := uint16(0xFFFF)
	for _, b := range data {
		register = shifted(register>>8 ^ uint16(b))
	}
	return register
}

var errFrame = errors.New("not a frame")

func parse(raw []byte, crc func([]byte) uint16) (*message, error) {
	if len(raw) < 12 || raw[0] != '#' || raw[1] != '#' {
		return nil, errFrame
	}
	size, err := strconv.Atoi(string(raw[2:6]))
	if err != nil || len(raw) != size+12 || raw[size+10] != '\r' || raw[size+11] != '\n' {
		return nil, errFrame
	}
	segment := raw[6 : 6+size]
	told, err := strconv.ParseUint(string(raw[6+size:10+size]), 16, 16)
	if err != nil || uint16(told) != crc(segment) {
		return nil, errFrame
	}
	text := string(segment)
	open := strings.Index(text, "CP=&&")
	if open < 0 || !strings.HasSuffix(text, "&&") {
		return nil, errFrame
	}
	found := &message{header: map[string]string{}, factors: map[string]*factor{}}
	for _, field := range strings.Split(strings.TrimSuffix(text[:open], ";"), ";") {
		pair := strings.SplitN(field, "=", 2)
		if len(pair) == 2 {
			found.header[pair[0]] = pair[1]
		}
	}
	for _, item := range strings.Split(text[open+5:len(text)-2], ";") {
		for _, part := range strings.Split(item, ",") {
			pair := strings.SplitN(part, "=", 2)
			if len(pair) != 2 {
				continue
			}
			hyphen := strings.LastIndexByte(pair[0], '-')
			if hyphen < 0 {
				if pair[0] == "DataTime" {
					found.dataTime = pair[1]
				}
				continue
			}
			code, suffix := pair[0][:hyphen], pair[0][hyphen+1:]
			known := found.factors[code]
			if known == nil {
				known = &factor{values: map[string]float64{}}
				found.factors[code] = known
			}
			if suffix == "Flag" {
				known.flag = pair[1]
			} else if value, err := strconv.ParseFloat(pair[1], 64); err == nil {
				known.values[suffix] = value
			}
		}
	}
	return found, nil
}

func cpu() float64 {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	user, system := used.Utime, used.Stime
	return float64(user.Sec+system.Sec) + float64(user.Usec+system.Usec)/1e6
}

func main() {
	runtime.GOMAXPROCS(1)
	for value := range table {
		table[value] = shifted(uint16(value))
	}
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	frames := bytes.SplitAfter(data, []byte("\r\n"))
	frames = frames[:len(frames)-1]
	crc := crcTable
	if os.Args[2] == "bits" {
		crc = crcBits
	}
	times, _ := strconv.Atoi(os.Args[3])
	for ; times > 0; times-- {
		begun, values, sum := cpu(), 0, 0.0
		for _, raw := range frames {
			found, err := parse(raw, crc)
			if err != nil {
				panic(err)
			}
			for _, each := range found.factors {
				for _, value := range each.values {
					values++
					sum += value
				}
			}
		}
		fmt.Println(cpu()-begun, values, sum)
	}
}
